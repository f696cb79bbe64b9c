/// The program's exit codes; the README repeats the table.
enum Outcome: Int32 {
  case done = 0
  /// `check`, `test`, `diff`, `doctor` or `probe` found something.
  case found = 1
  /// The command line cannot be understood.
  case usage = 64
  /// A policy, a table of labelled tasks or a line of a batch has errors.
  case invalidPolicy = 65
  /// A file that was named is not there.
  case fileMissing = 66
  /// No target is permitted and available.
  case denied = 69
  /// Reading or writing failed.
  case inputOutput = 74
  /// A repository's policy needs consent, or a file's owner or mode is not safe.
  case untrusted = 77
  /// The client's own settings conflict and cannot be overridden.
  case settingsConflict = 78
  /// The client cannot be executed.
  case notExecutable = 126
  /// The client is not there.
  case notFound = 127
}
