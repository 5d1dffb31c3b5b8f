<p>Hello, <?= htmlspecialchars($name) ?>!</p>
