"""The checks of a contract, pure: plain facts in, French sentences out."""
