namespace Nca.Notebooks;

/// <summary>A notebook that cannot be run as asked; the message is one line that names the thing and the mend.</summary>
/// <param name="message">That line.</param>
public sealed class NotebookException(string message) : Exception(message);
