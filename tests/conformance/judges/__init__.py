"""The judges of finished files: none of them uses any of Stationer's own code."""
