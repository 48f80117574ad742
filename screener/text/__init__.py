"""Text → turns, sentences, clauses, matches and stances, all with offsets. Knows no sales and no YAML."""
