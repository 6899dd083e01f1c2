//! Reading, page by page and sum by sum.
