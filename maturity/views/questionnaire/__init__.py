"""The questionnaire on the screen: topic by topic, with a draft."""
