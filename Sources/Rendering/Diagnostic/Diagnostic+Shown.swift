internal import Diagnostics

// The texts of a diagnostic as they may leave the program, whatever the format: what looks like a
// secret as asterisks, and nothing in them that moves a cursor or ends a line.
extension Diagnostic {
  var shownMessage: String { message.shown }
  var shownHelp: String? { help?.shown }
}

extension Diagnostic.Note {
  var shownMessage: String { message.shown }

  /// The message with its place: "first defined here: team.yaml:6".
  var shownWithPlace: String {
    guard let place else { return shownMessage }
    return shownMessage + ": \(place.file):\(place.range.start.line)".printable
  }
}

extension String {
  fileprivate var shown: String { SecretShape.concealed(self).printable }
}
