"""What README and docs promise in numbers, measured: `./iop bench`, or `./iop bench pages solve` for some of it."""
