"""`python -m evals.deid`."""

from evals.deid.run import main

if __name__ == "__main__":
    main()
