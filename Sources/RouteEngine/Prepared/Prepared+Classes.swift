/// Phrases and facts; a path has no prepared form.
extension Signal: Prepared {
  package func write(to writer: inout PreparedWriter) {
    switch matcher {
    case .phrase(let phrase):
      writer.count(0)
      phrase.write(to: &writer)
    case .fact(let test):
      writer.count(1)
      test.write(to: &writer)
    case .anyPath, .everyPath:
      writer.refuse()
    }
    origin.write(to: &writer)
  }

  package init(from reader: inout PreparedReader) {
    let matcher: Matcher =
      reader.count() == 0
      ? .phrase(Phrase(from: &reader)) : .fact(FactTest(from: &reader))
    self.init(matcher: matcher, origin: Origin(from: &reader))
  }
}

extension Phrase: Prepared {
  package func write(to writer: inout PreparedWriter) {
    writer.text(text)
    writer.run(bytes)
    writer.count(words.count)
    for word in words {
      writer.flag(word.isAfterGap)
      writer.range(word.stem)
      writer.flag(word.exact != nil)
      if let exact = word.exact { writer.range(exact) }
    }
  }
}

extension TaskExample: Prepared {
  package func write(to writer: inout PreparedWriter) {
    writer.text(text)
    origin.write(to: &writer)
  }

  package init(from reader: inout PreparedReader) {
    let text = reader.text()
    self.init(text: text, origin: Origin(from: &reader))
  }
}
