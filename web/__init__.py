"""The screen: the frame, one room per page, the services the pages ask, the server around them."""
