"""Imported when a file is first opened for writing: then there may be something to write when the process ends, however it does
(executable/ending.py). A program that writes no files need not look for any.
"""
