namespace Nca.Targets;

/// <summary>The eleven pictures of the data folder: the tutorial's 🐣 and the ten of the published article.</summary>
public static class TargetCatalog
{
    /// <summary>All of them, by code point.</summary>
    public static IReadOnlyList<TargetPicture> All { get; } =
    [
        new("1f384", "🎄", "christmas-tree", "bee6b996633be8ea5d6cb2d91487173c992067f2c577f45259847d005106c429"),
        new("1f41e", "🐞", "lady-beetle", "7c6351208e6cc7bdd72a0faa42e0bc3b64ea76fdfa3f6e7fb519509289765068"),
        new("1f420", "🐠", "tropical-fish", "f0ed6b566cb6d04b177bf693a55165128b38ec2ea668faf30f722637327b6480"),
        new("1f423", "🐣", "hatching-chick", "ccd7e646c94dd87568b7a54d3a0f620c6ad3e3dff1d925cd548f858556942ed0"),
        new("1f441", "👁", "eye", "9ff84fa041f237d85d6c2e163d45b7a8914dbca1633a91005a5c891bff22d4f2"),
        new("1f4a5", "💥", "collision", "0016f156894be4ec2a5c06ce0fb7afb3952d3c33becf39a9735da2ff186161bd"),
        new("1f578", "🕸", "spider-web", "bc325c0904a676319d6856b50b0a401abb2aac174415597be27c5cefa45a7f9a"),
        new("1f600", "😀", "grinning-face", "c4a2670a687685c02e9ffaa60df362ff40bfeba3fb82244596148fe611c0cc9a"),
        new("1f968", "🥨", "pretzel", "890a00270a8e4dff213200a8c1b2763f205052b5fc1f19018d96d42918ce4734"),
        new("1f98b", "🦋", "butterfly", "bcf1f4a6f1721437bacd1503b2aed735dc60a8fea3c7cc47164676b7b5c61df7"),
        new("1f98e", "🦎", "lizard", "8df10f19d1bf8c65f13b032abf70d200d132baab4eea118a2dd4614c60d2dcf1"),
    ];

    /// <summary>Finds a picture by code point (<c>1f423</c> or <c>U+1F423</c>), emoji, name, or file name.</summary>
    /// <param name="text">What a person would type.</param>
    /// <returns>The picture, or null.</returns>
    public static TargetPicture? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var wanted = text.Trim().Replace("\uFE0F", "", StringComparison.Ordinal);
        if (wanted.StartsWith("U+", StringComparison.OrdinalIgnoreCase))
            wanted = wanted[2..];
        return All.FirstOrDefault(picture =>
            wanted.Equals(picture.CodePoint, StringComparison.OrdinalIgnoreCase)
            || wanted.Equals(picture.Name, StringComparison.OrdinalIgnoreCase)
            || wanted.Equals(picture.FileName, StringComparison.OrdinalIgnoreCase)
            || wanted == picture.Emoji
        );
    }

    /// <summary>The pictures' folder in the <see cref="DataFolder"/>; null where there is none.</summary>
    public static string? Folder() => DataFolder.Path is { } data ? Path.Combine(data, "targets") : null;
}
