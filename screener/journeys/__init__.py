"""One module for each thing that a user does. Takes values, returns a value; knows no terminal and no web."""
