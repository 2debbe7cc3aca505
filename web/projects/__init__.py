"""What the page of projects shows."""
