internal import JSONTree

/// What proxies spoil when they take tool input apart and put it together again: quotes in quotes,
/// backslashes, escapes, characters outside ASCII and outside the first plane, nesting.
enum HardInput {
  static let fileName = "input.json"

  /// The text that is written, with what the two edits replace.
  private static func content(_ first: String, _ second: String) -> String {
    #"""
    {
      "\#(first)": [{"quote": "he said \"no\"", "path": "C:\\new\\table", "deep": {"er": [[1, 2.50, -3e2], []]}}],
      "\#(second)": "tab\there, $HOME, `id`, {curly}, </tag>, 100 %",
      "words": ["naïve", "日本語", "😀", "a\u0301"],
      "empty": {"object": {}, "text": "", "null": null}
    }
    """#
  }

  static let written = content("alpha", #"beta \\ gamma"#)

  /// What is in the file once both edits are made.
  static let edited = content("omega", "delta / gamma")

  /// The object that the second tool takes.
  static let object: JSONNode = [
    "title": "quotes \" and backslashes \\ and a line\nbreak",
    "steps": [
      ["name": "naïve 日本語 😀", "done": false, "parts": ["a", "", "{b}", "</c>"]],
      ["name": "C:\\new\\table", "done": true, "parts": []],
    ],
  ]

  static let schema: String = {
    let text: JSONNode = ["type": "string"]
    let step: JSONNode = [
      "type": "object",
      "properties": [
        "name": text, "done": ["type": "boolean"], "parts": ["type": "array", "items": text],
      ],
      "required": ["name", "done", "parts"],
    ]
    let whole: JSONNode = [
      "type": "object",
      "properties": ["title": text, "steps": ["type": "array", "items": step]],
      "required": ["title", "steps"],
    ]
    return whole.text
  }()

  static func prompt(in folder: String) -> String {
    """
    With the Write tool create the file \(folder)/\(fileName) with exactly the content between the two lines of dashes, without the lines themselves and without a newline at its end:
    -----
    \(written)
    -----
    Then change "alpha" to "omega" with one call of the Edit tool, and "beta \\\\ gamma" to "delta / gamma" with another. Then call the StructuredOutput tool with exactly this object: \(object.text)
    """
  }
}
