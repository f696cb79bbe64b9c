#ifndef CLAUDE_ROUTE_YAML_EVENTS_H
#define CLAUDE_ROUTE_YAML_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What libyaml calls an event; the end of a list and that of a mapping are one.
enum __attribute__((enum_extensibility(closed))) claude_route_yaml_kind : uint8_t {
  claude_route_yaml_kind_stream_start,
  claude_route_yaml_kind_stream_end,
  claude_route_yaml_kind_document_start,
  claude_route_yaml_kind_document_end,
  claude_route_yaml_kind_alias,
  claude_route_yaml_kind_scalar,
  claude_route_yaml_kind_sequence_start,
  claude_route_yaml_kind_mapping_start,
  claude_route_yaml_kind_collection_end,
  /// libyaml gave up; nothing follows.
  claude_route_yaml_kind_error,
};

/// How a node is written.
enum __attribute__((enum_extensibility(closed))) claude_route_yaml_style : uint8_t {
  /// An unquoted text, or a list or mapping told by its indentation.
  claude_route_yaml_style_plain,
  /// In double quotes, where escapes count.
  claude_route_yaml_style_escaped,
  /// In single quotes, as a block scalar, or in brackets.
  claude_route_yaml_style_other,
};

/// Lines and columns count from 1.
struct claude_route_yaml_event {
  enum claude_route_yaml_kind kind;
  enum claude_route_yaml_style style;
  /// Whether the node is given a name to refer to, or a type.
  bool has_anchor, has_tag;
  uint32_t start_line, start_column, end_line, end_column;
  /// How many characters of the file end with it.
  uint32_t end_character;
  /// Where its text stands among the block's, and the name behind `&` or `*` after it.
  uint32_t text, text_length, anchor_length;
};

/// Some events that follow one another, with their texts.
struct claude_route_yaml_block {
  uint32_t count;
  uint32_t size, capacity;
  uint8_t *_Nullable texts;
  struct claude_route_yaml_event *_Nonnull events;
};

/// Where libyaml gave up, in its words; a word is NULL when it has none. Lines and columns count from 1.
struct claude_route_yaml_error {
  const char *_Nullable problem;
  uint32_t problem_line, problem_column;
  const char *_Nullable context;
  uint32_t context_line, context_column;
};

/// libyaml's parser, asked for the events of one file.
struct claude_route_yaml_stream;

/// Begins to read so many bytes, at most 2 GiB, of which a copy is kept until the stream is closed: UTF-8
/// of characters that YAML allows (YAML 1.1, section 4.1.1), without a byte-order mark. Nothing here
/// checks that again.
///
/// With `ahead`, a thread of its own asks libyaml for the first document's events, some thousands
/// before the reader. It calls nothing but libyaml and the C library, and takes no signals. Where no
/// thread can be had, the reader asks by itself. NULL when there is no memory.
struct claude_route_yaml_stream *_Nullable claude_route_yaml_open(
    const uint8_t *_Nullable bytes, size_t count, bool ahead);

/// The next events, at least one; the block before is no longer valid. Not to be asked again after the end
/// of the stream or an error.
const struct claude_route_yaml_block *_Nonnull claude_route_yaml_next(
    struct claude_route_yaml_stream *_Nonnull stream);

/// What there is to say of an event of the kind `error`; valid until the stream is closed.
struct claude_route_yaml_error claude_route_yaml_failure(
    const struct claude_route_yaml_stream *_Nonnull stream);

/// Ends the thread and frees everything; allowed at any time, and waits until libyaml has answered with
/// the events of a block.
void claude_route_yaml_close(struct claude_route_yaml_stream *_Nonnull stream);

#endif
