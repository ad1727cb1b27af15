"""How the guard learned to tell misuse, off-topic requests, emergencies and orders from questions."""
