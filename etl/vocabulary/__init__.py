"""The words of a network: items, options, planning fields, numbers and their spellings."""
