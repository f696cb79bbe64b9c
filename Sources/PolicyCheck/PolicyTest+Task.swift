package import RouteEngine

extension PolicyTest {
  /// The case as a task that depends on nothing of this machine.
  package var hermeticTask: HermeticTask {
    HermeticTask(
      text: task,
      files: files,
      classes: classes,
      labels: labels,
      values: facts,
      unavailable: Set(unavailable),
      measured: measured
    )
  }
}
