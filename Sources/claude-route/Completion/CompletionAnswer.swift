internal import Rendering

/// What a shell is told for one press of the key.
enum CompletionAnswer {
  case words([Candidate])
  case files
  case client
  case nothing

  /// One word that may be meant.
  struct Candidate: Hashable {
    let word: String
    /// Empty when the word says it all.
    var summary = ""
  }

  /// The line that says what is meant, and one for each word with a tab before what it is.
  ///
  /// Words that a shell would have to quote are left out: three shells would do it in three ways.
  var text: String {
    switch self {
    case .words(let candidates):
      "words\n"
        + candidates.filter(\.isPlain).map { "\($0.word)\t\($0.summary.printable)\n" }.joined()
    case .files: "files\n"
    case .client: "client\n"
    case .nothing: "nothing\n"
    }
  }
}

extension CompletionAnswer.Candidate {
  fileprivate var isPlain: Bool {
    !word.isEmpty
      && word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-_./+=".utf8.contains(byte)
        }
      }
  }
}
