"""What journeys return → JSON, terminal text, HTML. Each is made from the same value; none computes anything."""
