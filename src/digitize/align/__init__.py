"""Word alignment of any two texts, variants and their kinds, finding quotations, collation of several witnesses."""
