#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The columns of the terminal that standard output goes to; absent when it goes elsewhere.
var terminalWidth: Int? {
  var size = winsize()
  guard isatty(1) == 1, unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
    return nil
  }
  return Int(size.ws_col)
}
