"""From a draft to a wave that people can answer: somebody checks it, another lets it go live."""
