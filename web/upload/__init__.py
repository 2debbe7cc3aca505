"""The page Erhebung: state of a wave, a file checked, compared, confirmed, withdrawn; the questionnaire online."""
