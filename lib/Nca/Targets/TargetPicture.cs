namespace Nca.Targets;

/// <summary>A picture that the project knows.</summary>
/// <param name="CodePoint">Unicode code point in lower-case hexadecimal, say <c>1f423</c>.</param>
/// <param name="Emoji">The character.</param>
/// <param name="Name">Name in lower case with hyphens, say <c>hatching-chick</c>.</param>
/// <param name="Sha256">SHA-256 of the shipped PNG file, in lower-case hexadecimal.</param>
public sealed record TargetPicture(string CodePoint, string Emoji, string Name, string Sha256)
{
    /// <summary>Name of the shipped file.</summary>
    public string FileName => $"{CodePoint}-{Name}.png";
}
