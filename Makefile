# Aliases for people whose fingers say make; everything is in ./iop.
.PHONY: up test check bench
up test check bench:
	./iop $@
