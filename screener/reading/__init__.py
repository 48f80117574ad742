"""What a trained reader hears in a text: beliefs, stances, and where they stand. It knows no bank and no interview."""
