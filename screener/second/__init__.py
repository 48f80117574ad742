"""An optional second reader: a language model behind an address that the organisation chooses. Off by default."""
