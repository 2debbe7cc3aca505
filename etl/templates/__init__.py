"""The questionnaire as a file to fill in, with the last answers."""
