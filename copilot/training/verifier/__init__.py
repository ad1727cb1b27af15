"""How the verifier is made: examples from MEDLINE, the LoRA adapter, and the calibration of its score."""
