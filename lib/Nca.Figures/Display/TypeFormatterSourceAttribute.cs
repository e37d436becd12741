namespace Nca.Figures.Display;

/// <summary>
/// Says where a type's formatter is. Notebook kernels look for an attribute of this name, in any assembly, so that a library shows
/// itself without a reference to them.
/// </summary>
/// <param name="formatterSourceType">A type with a method <c>CreateTypeFormatters()</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The type with <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>What the type prefers to be shown as.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
