import BuiltInPolicy
import PolicyLoader
import RouteEngine

/// The classes of any text under the built-in policy.
enum TaskFuzzing {
  private static let policy: Policy = {
    let file = PolicyFile(layer: .builtIn, name: BuiltInPolicy.name, bytes: BuiltInPolicy.bytes)
    guard let policy = PolicyAssembly(of: [file]).policy else {
      fatalError("the built-in policy is broken")
    }
    return policy
  }()
  private static let classifier = Classifier(of: policy)

  static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let found = classifier.classification(of: TaskFacts(text: text))
    check(found, of: text)
    let again = classifier.classification(of: TaskFacts(text: text))
    expect(found == again, "a text has the same classes whenever it is read")
    let part = classifier.classification(of: TaskFacts(text: text, textIsPartial: true))
    check(part, of: text)
    expect(part.classes.allSatisfy(\.isProtective), "part of a text permits nothing")
    let named = classifier.classification(of: TaskFacts(text: text, namedClasses: ["bulk"]))
    expect(named.names == ["bulk"], "a named class sets what a text says aside")
  }

  private static func check(_ classification: Classification, of text: String) {
    let scalars = Array(text.unicodeScalars)
    expect(classification.names == classification.names.sorted(), "classes come in order")
    for finding in classification.classes {
      let taskClass = policy.taskClass(named: finding.name)
      expect(taskClass?.isProtective == finding.isProtective, "the policy has the class")
      expect(!finding.evidence.isEmpty, "a class has evidence")
      for evidence in finding.evidence {
        expect(evidence.signal.isText, "only the text can tell a class")
        guard let span = evidence.span else { continue }
        expect(span.upperBound <= scalars.count, "evidence lies in the text")
        let piece = String(String.UnicodeScalarView(scalars[span]))
        expect(piece.utf8.elementsEqual(evidence.text.utf8), "evidence is quoted as it stands")
      }
    }
  }
}
