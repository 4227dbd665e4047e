"""The prompt. prompt_toolkit is imported in this package only."""
