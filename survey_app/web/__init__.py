"""What holds for every page: headers, error pages, security.txt."""
