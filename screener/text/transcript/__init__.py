"""Transcripts of conversations, in the formats that recording and meeting programs write."""
