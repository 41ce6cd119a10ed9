"""What is read on screen: the languages, their catalogues and the text of the start page."""
