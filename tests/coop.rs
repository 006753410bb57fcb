//! The tests of the program, laid out as its instructions are.
