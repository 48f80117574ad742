"""The corpus, and the program that makes the reader's weights from it. Nothing here is installed for users."""
