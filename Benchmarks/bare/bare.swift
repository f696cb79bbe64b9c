// The least that a Swift program can be: what starting one costs before it does anything.
print("hello")
