import { checkCount, checkLength, checkText, refuse, type Json } from './check.ts';
import { idLimit, limits } from './limits.ts';

function checkOptions(element: Json, path: string, max: number): void {
  checkCount(element['options'], max, `${path}.options`);
  element['options'].forEach((option, index) => {
    checkText(option['text'], limits.optionText, `${path}.options[${index}].text`);
    checkLength(option['value'], limits.optionValue, `${path}.options[${index}].value`);
  });
  const initial = element['initial_option'] as Json | undefined;
  if (initial === undefined) return;
  const known = element['options'].some((option) => JSON.stringify(option) === JSON.stringify(initial));
  if (!known) refuse(`${path}.initial_option`, 'is not among the options');
}

const menu = (max: number) => (element: Json, path: string) => checkOptions(element, path, max);

const rules: Record<string, (element: Json, path: string) => void> = {
  button(element, path) {
    checkText(element['text'], limits.buttonText, `${path}.text`, 'plain_text');
    if (element['value'] !== undefined) checkLength(element['value'], limits.value, `${path}.value`, 0);
    if (element['url'] !== undefined) checkLength(element['url'], limits.url, `${path}.url`);
    if (element['style'] !== undefined && element['style'] !== 'primary' && element['style'] !== 'danger') {
      refuse(`${path}.style`, 'must be primary or danger');
    }
  },
  image(element, path) {
    checkLength(element['alt_text'], limits.altText, `${path}.alt_text`);
    const { image_url: url, slack_file: file } = element;
    if ((url === undefined) === (file === undefined)) refuse(path, 'needs either image_url or slack_file');
    if (url !== undefined) checkLength(url, limits.imageUrl, `${path}.image_url`);
  },
  feedback_buttons(element, path) {
    for (const side of ['positive_button', 'negative_button']) {
      const button = element[side] as Json | undefined;
      checkText(button?.['text'], limits.buttonText, `${path}.${side}.text`, 'plain_text');
      checkLength(button?.['value'], limits.value, `${path}.${side}.value`);
      if (button?.['accessibility_label'] !== undefined) {
        checkLength(button['accessibility_label'], limits.accessibilityLabel, `${path}.${side}.accessibility_label`);
      }
    }
  },
  static_select: menu(limits.options),
  multi_static_select: menu(limits.options),
  radio_buttons: menu(limits.choiceOptions),
  checkboxes: menu(limits.choiceOptions),
  overflow: menu(limits.overflowOptions),
  users_select: () => {},
  file_input(element, path) {
    const [most, types] = [element['max_files'], element['filetypes']];
    if (most !== undefined && !(Number(most) >= 1 && Number(most) <= limits.inputFiles))
      refuse(`${path}.max_files`, `must be 1 to ${limits.inputFiles}`);
    if (
      types !== undefined &&
      !(Array.isArray(types) && types.length > 0 && types.every((one) => /^[a-z0-9]+$/i.test(String(one))))
    )
      refuse(`${path}.filetypes`, 'must be extensions without a dot');
  },
  datepicker(element, path) {
    const day = element['initial_date'];
    if (day !== undefined && !(typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day)))
      refuse(`${path}.initial_date`, 'must be like 2001-06-21');
  },
  plain_text_input(element, path) {
    const max = element['max_length'];
    if (max !== undefined && Number(max) > limits.inputMaxLength)
      refuse(`${path}.max_length`, 'may be 3000 at most', 'too-large');
    if (element['initial_value'] !== undefined) {
      checkLength(element['initial_value'], Number(max ?? limits.inputMaxLength), `${path}.initial_value`, 0);
    }
  },
};

export function checkElement(element: Json, path: string): void {
  const rule = rules[String(element['type'])];
  if (!rule) return refuse(`${path}.type`, `“${String(element['type'])}” is no element that Leeway sends`);
  if (element['action_id'] !== undefined) checkLength(element['action_id'], idLimit, `${path}.action_id`);
  if (element['placeholder'] !== undefined) {
    checkText(element['placeholder'], limits.placeholder, `${path}.placeholder`, 'plain_text');
  }
  if (element['confirm'] !== undefined) checkConfirm(element['confirm'] as Json, `${path}.confirm`);
  rule(element, path);
}

function checkConfirm(confirm: Json, path: string): void {
  checkText(confirm['title'], limits.confirmTitle, `${path}.title`, 'plain_text');
  checkText(confirm['text'], limits.confirmText, `${path}.text`);
  for (const button of ['confirm', 'deny']) {
    if (confirm[button] !== undefined) checkText(confirm[button], limits.confirmButton, `${path}.${button}`, 'plain_text');
  }
}
