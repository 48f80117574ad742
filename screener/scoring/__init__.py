"""One answer → findings, flags, suggested levels and placements, each with the candidate's own words."""
