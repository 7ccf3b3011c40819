// What the types do not see. Layout is Prettier's alone.
import vue from "eslint-plugin-vue";
import ts from "typescript-eslint";

const layout = Object.keys(vue.rules).filter((name) => vue.rules[name].meta.type === "layout");

export default ts.config(
  { ignores: ["**/dist/", "packages/api/src/schema.d.ts", "packages/forms/src/made/"] },
  ts.configs.recommended,
  vue.configs["flat/recommended"],
  { files: ["**/*.vue"], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    rules: {
      ...Object.fromEntries(layout.map((name) => [`vue/${name}`, "off"])),
      // Prettier closes <input /> itself.
      "vue/html-self-closing": "off",
      "vue/multi-word-component-names": ["error", { ignores: ["Choices"] }],
    },
  },
);
