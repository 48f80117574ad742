"""Many scorecards → totals with their uncertainty, agreement between raters, and adverse impact. Pure arithmetic."""
