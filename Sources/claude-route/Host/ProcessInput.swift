internal import CProcess
internal import Rendering

#if canImport(Darwin)
  @unsafe @preconcurrency internal import Darwin
#else
  @unsafe @preconcurrency internal import Glibc
#endif

/// The arguments and the environment as the kernel handed them over, byte for byte.
///
/// The library's own arrays turn invalid UTF-8 into U+FFFD; what goes on to the client must not change.
struct ProcessInput {
  /// Without the program's name.
  let arguments: [[UInt8]]
  /// `NAME=value` entries in their order; entries without `=` included.
  let rawEnvironment: RawEnvironment
  /// The same as it was before an earlier `eval` routed this shell, as far as a program can see it:
  /// what every decision is made from.
  let environment: RawEnvironment
  /// Variables of the user's that an earlier `eval` keeps aside in this shell, unexported.
  let keptNames: Set<String>

  init(arguments: [[UInt8]], rawEnvironment: RawEnvironment) {
    self.arguments = arguments
    self.rawEnvironment = rawEnvironment
    let state = rawEnvironment.shellState
    environment = rawEnvironment.unrouted(state)
    keptNames = Set(state.savedNames ?? [])
  }

  static var current: ProcessInput {
    var arguments: [[UInt8]] = []
    let vector = unsafe claude_route_arguments() ?? CommandLine.unsafeArgv
    var index = 1
    while let argument = unsafe vector[index] {
      unsafe arguments.append(bytes(of: argument))
      index += 1
    }
    claude_route_restore_environment()
    var entries: [[UInt8]] = []
    if let block = unsafe environmentBlock {
      var position = 0
      while let entry = unsafe block[position] {
        unsafe entries.append(bytes(of: entry))
        position += 1
      }
    }
    return ProcessInput(
      arguments: arguments,
      rawEnvironment: RawEnvironment(entries: entries)
    )
  }

  private static var environmentBlock: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    #if canImport(Darwin)
      // `environ` is no symbol of macOS's libraries; see environ(7) there.
      unsafe _NSGetEnviron().pointee
    #else
      unsafe environ
    #endif
  }

  private static func bytes(of text: UnsafeMutablePointer<CChar>) -> [UInt8] {
    let count = unsafe strlen(text)
    return unsafe UnsafeBufferPointer(start: text, count: count).map { UInt8(bitPattern: $0) }
  }
}

/// An environment whose values may be any bytes but NUL.
struct RawEnvironment {
  private(set) var entries: [[UInt8]]

  init(entries: [[UInt8]]) {
    self.entries = entries
  }

  /// The value as text; absent when it is not set.
  ///
  /// Invalid UTF-8 reads as U+FFFD.
  subscript(name: String) -> String? {
    rawValue(of: name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The value of a variable that is set to something.
  func filled(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The first entry of that name, as `getenv(3)` finds it.
  func rawValue(of name: String) -> ArraySlice<UInt8>? {
    let prefix = Array(name.utf8) + [UInt8(ascii: "=")]
    return entries.first { $0.starts(with: prefix) }.map { $0.dropFirst(prefix.count) }
  }

  /// The names of all variables, in their order.
  var names: [String] {
    entries.compactMap { entry in
      entry.firstIndex(of: UInt8(ascii: "=")).map { String(decoding: entry[..<$0], as: UTF8.self) }
    }
  }

  /// Removes every entry of that name; a name may stand there twice.
  mutating func remove(_ name: String) {
    let prefix = Array(name.utf8) + [UInt8(ascii: "=")]
    entries.removeAll { $0.starts(with: prefix) }
  }

  mutating func set(_ name: String, _ value: [UInt8]) {
    remove(name)
    entries.append(Array(name.utf8) + [UInt8(ascii: "=")] + value)
  }
}

extension RawEnvironment {
  /// What the shell that called us has, as far as a program can see it.
  var shellState: ShellState {
    ShellState(
      environmentNames: names,
      saved: self["CLAUDE_ROUTE_SAVED"],
      routeSet: self["CLAUDE_ROUTE_SET"]
    )
  }

  /// Without what an earlier `eval` set; of what it changed, only places are known exactly.
  ///
  /// Our own items of `OTEL_RESOURCE_ATTRIBUTES` are told apart by their names, so it stays.
  fileprivate func unrouted(_ state: ShellState) -> RawEnvironment {
    guard let savedNames = state.savedNames else { return self }
    var environment = self
    for name in state.routeSetNames + savedNames where name != "OTEL_RESOURCE_ATTRIBUTES" {
      environment.remove(name)
    }
    for name in ShellState.placeNames where savedNames.contains(name) {
      if let value = rawValue(of: ShellState.exportedCopy(ofPlace: name)) {
        environment.set(name, Array(value))
      }
    }
    let records =
      ["CLAUDE_ROUTE_SAVED", "CLAUDE_ROUTE_SET", ShellRoute.launchedName]
      + ShellState.placeNames.map(ShellState.exportedCopy(ofPlace:))
    for name in records {
      environment.remove(name)
    }
    return environment
  }
}
