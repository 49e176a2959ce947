# The four commands of the project. Each is a script one can also read and run by itself.
.PHONY: run test bench lint
run:    ; @scripts/run.sh
test:   ; @scripts/test.sh
lint:   ; @scripts/lint.sh
bench:  ; @scripts/bench.sh
