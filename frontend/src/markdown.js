// Markdown as Teams shows it in messages and cards: no HTML, no images, links in a new tab.
import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt("commonmark", { html: false, breaks: true }).disable("image");

markdown.renderer.rules.link_open = (tokens, index, options, _env, renderer) => {
  tokens[index].attrSet("target", "_blank");
  tokens[index].attrSet("rel", "noopener noreferrer");
  return renderer.renderToken(tokens, index, options);
};

/** @param {string} text @returns {string} HTML that is safe to insert */
export function toHtml(text) {
  return markdown.render(text);
}
