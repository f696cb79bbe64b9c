// The least that a process can be: the floor of launching, and a client that does nothing.
int main(void) { return 0; }
