"""Who comes in: the gate before everything, and the pages of sign-in and invitation beside Streamlit."""
