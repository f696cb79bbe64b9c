internal import Diagnostics
internal import RouteEngine

extension PolicyLint {
  /// Classes that are the checked files' own, and that no test has to do with.
  var untestedClasses: [Diagnostic] {
    let candidates = policy.classes.filter { taskClass in
      !taskClass.origins.isEmpty && taskClass.origins.allSatisfy(isChecked)
    }
    guard !candidates.isEmpty else { return [] }
    let tested = testedClasses
    return candidates.filter { !tested.contains($0.name) }.map { taskClass in
      Diagnostic(
        .warning,
        "untested-class",
        at: taskClass.origins.first?.place,
        "no test shows that a task is in class `\(taskClass.name)`",
        help: "add one: `{name: …, task: …, expect: {classes: [\(taskClass.name)]}}`"
      )
    }
  }

  /// Those that a test names, expects or is decided with.
  private var testedClasses: Set<String> {
    let classifier = Classifier(of: policy)
    return policy.tests.reduce(into: []) { names, test in
      names.formUnion(test.classes)
      names.formUnion(test.expectation.classes ?? [])
      let task = HermeticTask(
        text: test.task,
        files: test.files,
        classes: test.classes,
        labels: test.labels,
        values: test.facts
      )
      names.formUnion(classifier.classification(of: task.facts).names)
    }
  }
}
