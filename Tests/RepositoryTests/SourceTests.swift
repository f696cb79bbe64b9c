import Foundation
import Testing

@Suite struct `Sources` {
  /// Start-up is a feature: the C library is enough.
  @Test func `import Foundation nowhere but for macOS's normalisation and its keychain`() throws {
    let importing = try Repository.files(in: "Sources", extension: "swift").filter { path in
      try Repository.text(path).split(separator: "\n")
        .contains { $0.contains("import ") && $0.contains("Foundation") }
    }
    for path in importing {
      #expect(try Repository.text(path).contains("canImport(Darwin)"), "\(path)")
    }
    #expect(importing.count <= 2, "\(importing)")
  }

  /// The pure modules read nothing and start nothing.
  @Test func `touch the system in the program and the YAML reader only`() throws {
    let importing = try Repository.files(in: "Sources", extension: "swift").filter { path in
      !path.hasPrefix("Sources/claude-route/") && !path.hasPrefix("Sources/YAMLTree/")
    }
    for path in importing {
      let lines = try Repository.text(path).split(separator: "\n")
      #expect(!lines.contains { $0.contains("import Glibc") }, "\(path)")
      for module in ["CLibYAML", "CYAMLEvents"] {
        #expect(!lines.contains { $0.contains("import \(module)") }, "\(path)")
      }
    }
  }

  /// The release has no tables for unwinding the stack, which these need.
  @Test func `end no thread but by returning, and have no tasks`() throws {
    let words = ["pthread_exit", "pthread_cancel", "dispatchMain", " async ", "await ", " Task {"]
    for kind in ["swift", "c"] {
      for path in try Repository.files(in: "Sources", extension: kind) {
        let text = try Repository.text(path)
        for word in words {
          #expect(!text.contains(word), "\(path): \(word)")
        }
      }
    }
  }

  /// The release counts references as if there were one thread: see `ONE_THREAD` in the Makefile.
  ///
  /// What is called from C could run on another, or in the middle of anything.
  @Test func `run Swift on one thread`() throws {
    let words = [
      "pthread_create", "thrd_create", "Thread(", "Thread.", "Dispatch", "concurrentPerform",
      "_Concurrency", "@convention(c)", "atexit", "timer_create", "SIGEV_THREAD", "sa_handler =",
      "sa_sigaction =",
    ]
    for path in try Repository.files(in: "Sources", extension: "swift") {
      let text = try Repository.text(path)
      for word in words {
        #expect(!text.contains(word), "\(path): \(word)")
      }
      for line in text.split(separator: "\n") where Self.setsHandler(line) {
        Issue.record("\(path): \(line)")
      }
    }
    let others = [
      "pthread_create", "thrd_create", "timer_create", "sigaction(", " signal(", "atexit",
    ]
    let starting = try Repository.files(in: "Sources", extension: "c").flatMap { path in
      let text = try Repository.text(path)
      return others.filter { text.contains($0) }.map { "\(path): \($0)" }
    }
    #expect(starting == ["Sources/CYAMLEvents/yaml_events.c: pthread_create"])
  }

  /// Whether a line hands a function to the system for a signal; to ignore one is no function.
  private static func setsHandler(_ line: Substring) -> Bool {
    if line.contains("signal(SIG") {
      return !line.contains("SIG_IGN)") && !line.contains("SIG_DFL)")
    }
    return line.contains("sigaction(") && !line.contains("sigaction()")
      && !line.contains(", nil, &")
  }

  @Test(arguments: [
    "signal(SIGINT) { _ in print(1) }", "sigaction(SIGTERM, &action, nil)",
    "unsafe signal(SIGHUP, stop)",
  ])
  func `know a signal's handler when they see one`(_ line: Substring) {
    #expect(Self.setsHandler(line))
  }

  /// swift-format's rule sees `public` declarations only.
  @Test func `document every package declaration that is not told by its name`() throws {
    var bare: [String] = []
    for path in try Repository.files(in: "Sources", extension: "swift") {
      let lines = try Repository.text(path).components(separatedBy: "\n")
      for (index, line) in lines.enumerated() where Self.declaresType(line) {
        let previous = index > 0 ? lines[index - 1].trimmingCharacters(in: .whitespaces) : ""
        let isNested = line.hasPrefix(" ")
        if !isNested, !previous.hasPrefix("///"), !previous.hasPrefix("@") {
          bare.append("\(path):\(index + 1)")
        }
      }
    }
    #expect(bare == [])
  }

  private static func declaresType(_ line: String) -> Bool {
    let words = line.split(separator: " ").map(String.init)
    guard words.first == "package", words.count > 2 else { return false }
    return ["struct", "enum", "class", "protocol", "func"].contains { words.prefix(3).contains($0) }
  }

  /// Exit codes are promised in one place and repeated in the README.
  @Test func `and the README agree on the exit codes`() throws {
    let outcome = try Repository.text("Sources/claude-route/Options/Outcome.swift")
    let codes = outcome.split(separator: "\n").compactMap { line -> Int? in
      guard let sign = line.firstIndex(of: "="), line.contains("case ") else { return nil }
      return Int(line[line.index(after: sign)...].trimmingCharacters(in: .whitespaces))
    }
    let readme = try Repository.text("README.md")
    #expect(codes.count == 11)
    for code in codes {
      #expect(readme.contains("\n| \(code) |"), "\(code)")
    }
  }
}
