<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling" labelsEnabled="1">
 <renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0" forceraster="0">
  <symbols>
   <symbol type="marker" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="square"/>
      <Option type="QString" name="size" value="2.4"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="30,90,200,255"/>
      <Option type="QString" name="outline_color" value="255,255,255,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.25"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="name" isExpression="0" fontFamily="Noto Sans CJK SC" fontSize="2.3" fontSizeUnit="MM" fontWeight="75" namedStyle="Bold" fontItalic="0" fontLetterSpacing="0" textColor="20,60,150,255" textOpacity="1">
    <text-buffer bufferDraw="1" bufferSize="0.35" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.9"/>
   </text-style>
   <placement placement="6" predefinedPositionOrder="R,TR,BR,L,T,B,TL,BL" offsetType="1" dist="0.35" distUnits="MM" priority="6"/>
   <rendering drawLabels="1" obstacle="1" displayAll="0"/>
  </settings>
 </labeling>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
