extension PastSession {
  /// The first prompt where it says what the task is.
  ///
  /// Absent when there is none, and when it is a command of the client's or nothing but attachments:
  /// what a command stands for, and what an image shows, no transcript says in a person's words.
  package var task: String? {
    guard let prompt else { return nil }
    let words = prompt.split(whereSeparator: \.isWhitespace)
    guard let first = words.first, !first.isCommand,
      words.contains(where: { !$0.isAttachment })
    else { return nil }
    return prompt
  }
}

extension Substring {
  /// `/review`, `/plugin:command`; a path has another slash or a point.
  fileprivate var isCommand: Bool {
    guard first == "/", dropFirst().first?.isLetter == true else { return false }
    return dropFirst().allSatisfy { $0.isLetter || $0.isNumber || "-_:".contains($0) }
  }

  /// `@FILE`, and the halves of `[Image #1]`, which client 2.1.330 writes for a picture.
  fileprivate var isAttachment: Bool {
    hasPrefix("@") || self == "[Image" || (hasPrefix("#") && hasSuffix("]"))
  }
}
